"""From a news report to claims, and from claims to acts of the schema that never change the default answer."""
