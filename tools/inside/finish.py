# ruff: noqa: F821
"""Finish a template, fed to `odoo shell`, which gives `env`.

Nothing that is tried here may leave the machine: the paid services of Odoo get an
address at which nobody listens. And every bundle of styles and scripts is compiled: a
test that has to compile one rolls it back, and the next compiles it again.
"""

NOBODY = "http://127.0.0.1:9"
SERVICES = (
    "iap.endpoint",
    "iap.partner_autocomplete.endpoint",
    "enrich.endpoint",
    "reveal.endpoint",
    "sms.endpoint",
    "snailmail.endpoint",
    "html_editor.media_library_endpoint",
    "html_editor.olg_api_endpoint",
)
# Fetched by scripts, so no view names them.
SCRIPT_BUNDLES = (
    "bus.websocket_worker_assets",
    "web.assets_emoji",
    "web.assets_tests",
)
BOTH_BUNDLES = ("web.assets_backend_lazy", "web.chartjs_lib")
# The tests of Odoo's own scripts: large, and opened by nothing of ours.
UNUSED_BUNDLES = ("unit_tests", "qunit", "tests_assets")

for service in SERVICES:
    env["ir.config_parameter"].set_param(service, NOBODY)
news = env.ref("mail.ir_cron_module_update_notification", raise_if_not_found=False)
if news:
    news.active = False

assets = env["ir.qweb"]
scripts, styles = assets._get_bundles_to_pregenarate()
for bundle in sorted({*scripts, *SCRIPT_BUNDLES, *BOTH_BUNDLES}):
    if not any(part in bundle for part in UNUSED_BUNDLES):
        assets._get_asset_bundle(bundle, css=False, js=True).js()
for bundle in sorted({*styles, *BOTH_BUNDLES}):
    if not any(part in bundle for part in UNUSED_BUNDLES):
        assets._get_asset_bundle(bundle, css=True, js=False).css()
env.cr.commit()
