"""The rules of this house, one module each.

Every module has a function `check(addon_path)` that returns what is wrong as a list
of sentences, without running anything of the addon.
"""
