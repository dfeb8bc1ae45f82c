"""Order books by the column: millions of lines a second, with the very cells of one case after the other.

Every line is decided by the same rules as one case (`rukhsa.decide`); what is new here is only that nothing is
decided twice. This room needs numpy and pyarrow (the extra `batch`).
"""
