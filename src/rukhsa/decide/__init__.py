"""Deciding: one case or an order book under a regime, and why."""
