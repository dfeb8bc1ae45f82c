"""The language of conditions: vocabulary, syntax tree, parser, type check, interpreter, compiler."""
