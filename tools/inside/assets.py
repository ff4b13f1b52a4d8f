# ruff: noqa: F821
"""Compile every bundle of styles and scripts, fed to `odoo shell`.

A test that has to compile one rolls it back, and the next compiles it again; so they
are stored in the template. `env` is given by the shell.
"""

env["ir.qweb"]._pregenerate_assets_bundles()
env["ir.qweb"]._get_asset_bundle("web.assets_tests", css=False, js=True).js()
env.cr.commit()
