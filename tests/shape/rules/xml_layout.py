"""What stands in an XML file, in which order, and what is updated later."""

import re

from lxml import etree

from ..reading import read_addon

HEADER = '<?xml version="1.0" encoding="UTF-8" ?>'
NOUPDATE = {"ir.cron", "mail.template"}
ORDER = ("search", "list", "kanban", "form")
REFUSED = {
    re.compile(r"\bt-raw\b"): "t-raw shows what users typed as markup; write t-out",
    re.compile(r"\bt-esc\b"): "t-esc is old; write t-out",
    re.compile(r"<data\b"): "<data> is old; put noupdate on <odoo>",
    re.compile(r"\b(attrs|states)=\""): "attrs and states are old; write the condition",
    re.compile(r"<tree\b"): "<tree> is old; write <list>",
    re.compile(r"javascript:|\bon(click|load|error)="): "no script inside markup",
}
READ_ON_CARD = re.compile(r"\brecord\.(\w+)")
BY_LABEL_OR_PLACE = re.compile(r"@string\b|\[\d+\]|position\(\)")


def check(addon_path):
    """Header, refused markup, noupdate, order of views, fragile places."""
    addon = read_addon(addon_path)
    found = []
    for file in addon.files("*.xml"):
        name, text = addon.relative(file), file.read_text()
        if not name.startswith("static/") and not text.startswith(HEADER):
            found.append(f"{name}:1: must begin with {HEADER}")
        for number, line in enumerate(text.splitlines(), 1):
            found += [
                f"{name}:{number}: {reason}."
                for pattern, reason in REFUSED.items()
                if pattern.search(line)
            ]
    for record in addon.records:
        found += [f"{record.where}: {text}" for text in _record(addon, record)]
    return found + _order(addon)


def _record(addon, record):
    is_demo = addon.relative(record.file).startswith("demo/")
    if (is_demo or record.model in NOUPDATE) and not record.noupdate:
        yield f"{record.id} belongs to the company once installed; set noupdate."
    if record.model != "ir.ui.view":
        return
    for node in record.element.iter("field", "xpath"):
        if node.tag == "xpath" and BY_LABEL_OR_PLACE.search(node.get("expr", "")):
            yield f"{record.id} finds its place by label or number; use a name."
        if node.tag == "field" and node.attrib.keys().index("name"):
            yield f"{record.id}: {node.get('name')} must have its name first."
    for page in record.element.iter("page"):
        if not page.get("name") and not page.get("position"):
            yield f"{record.id}: a page needs a name for others to hook on."
    for kanban in record.element.iter("kanban"):
        yield from _lost_on_card(record, kanban)
        if record.element.find("field[@name='inherit_id']") is None:
            yield from _unknown_on_card(record, kanban)


def _unknown_on_card(record, kanban):
    """What a card reads and the view does not load stops the client with an error."""
    known = {field.get("name") for field in kanban.iter("field")}
    read = {
        name
        for node in kanban.iter(etree.Element)
        for value in node.attrib.values()
        for name in READ_ON_CARD.findall(value)
    }
    for name in sorted(read - known):
        yield f"{record.id}: a card reads {name}; load it with a field of the view."


def _lost_on_card(record, kanban):
    """What the client leaves out without a word when it draws a card."""
    for field in kanban.iter("field"):
        marks = [key for key in field.attrib if key.startswith("decoration-")]
        if marks and not field.get("widget"):
            yield (
                f"{record.id}: a card shows {field.get('name')} without {marks[0]}; "
                "put it into an element with t-att-class."
            )
    for card in kanban.iter("t"):
        if card.get("t-name") == "card" and {"t-att-class", "t-attf-class"} & {
            *card.attrib
        }:
            yield f"{record.id}: the class of a card is plain text; mark what is in it."


def _order(addon):
    """Views of a file: search, list, kanban, form; then the action."""
    found, latest = [], {}
    for record in addon.records:
        rank = _rank(record)
        if rank is None:
            continue
        if rank < latest.get(record.file, 0):
            found.append(
                f"{record.where}: {record.id} comes too late; the order is search, "
                "list, kanban, form, action."
            )
        latest[record.file] = max(rank, latest.get(record.file, 0))
    return found


def _rank(record):
    if record.model == "ir.actions.act_window":
        return len(ORDER)
    if record.model != "ir.ui.view" or record.attribute("inherit_id", "ref"):
        return None
    arch = record.element.find("field[@name='arch']")
    kinds = [child.tag for child in arch] if arch is not None else []
    return next((ORDER.index(kind) for kind in kinds if kind in ORDER), None)
