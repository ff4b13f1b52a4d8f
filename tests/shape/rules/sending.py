"""Where something goes out to people is a list that somebody reviews.

Each entry says why it is allowed: which function asks the ledger before, or why there
is nothing to ask. What can be checked of the reason is checked: a function that is said
to ask must ask.
"""

import ast
from pathlib import Path

from ..reading import constant, read_addon, read_list

ALLOWED = Path(__file__).parent.parent / "allowed_sends.txt"

# Whoever makes a record of these reaches people, now or when a queue or a colleague
# goes through it.
MODELS = {
    "calendar.attendee",
    "calendar.event",
    "event.mail",
    "event.registration",
    "hr.alumni.nudge",
    "mail.activity",
    "mail.activity.schedule",
    "mail.compose.message",
    "mail.mail",
    "mail.message",
    "mail.notification",
    "mail.scheduled.message",
    "mail.wizard.invite",
    "mailing.mailing",
    "mailing.trace",
    "portal.share",
    "portal.wizard",
    "sms.composer",
    "sms.sms",
    "survey.invite",
    "survey.user_input",
}
# Fields that lead to such records: `guidance.activity_id.create(...)`.
FIELDS = {"activity_id", "activity_ids", "mail_mail_id", "mailing_trace_ids"}
MAKERS = {"create", "copy", "new"}
# Ours that ask the ledger themselves; an entry says for which purpose.
ASKING_SENDERS = {"_mail_privately", "_make_nudge"}
SENDERS = {
    *ASKING_SENDERS,
    "_action_send_mail",
    "_create_answer",
    "_create_user_from_template",
    "_message_log",
    "_message_log_batch",
    "_message_log_with_view",
    "_notify_thread",
    "_reset_password",
    "_send_mail",
    "action_reset_password",
    "action_schedule_activities",
    "action_schedule_plan",
    "action_send_mail",
    "action_send_survey",
    "activity_schedule",
    "message_mail_with_source",
    "message_notify",
    "message_post",
    "message_post_with_source",
    "process_email_queue",
    "send",
    "send_after_commit",
    "send_mail",
    "send_mail_batch",
    "signup_prepare",
}
QUESTIONS = {
    "_filter_consenting",
    "_filter_contactable",
    "_get_own_page_refusal",
    "_may_ask",
    "_may_contact",
}
# Server actions in data that reach people by themselves.
REACHING_STATES = {"mail_post", "next_activity", "followers", "sms"}
GUARDS = {"asks", "purpose", "colleagues", "answer", "departure", "nobody"}


def check(addon_path, allowed=None):
    """Places that send and the list lacks, and entries whose reason does not hold."""
    addon = read_addon(addon_path)
    allowed = read_list(ALLOWED) if allowed is None else allowed
    entries = dict(_split(entry) for entry in allowed)
    functions = {name: function for name, _where, function in _functions(addon)}
    found, seen = [], set()
    for name, where, function in _functions(addon):
        sends = _get_sends(function)
        if not sends:
            continue
        seen.add(name)
        if name not in entries:
            means = ", ".join(sorted(sends))
            found.append(
                f"{where}: {name} sends by {means}; ask the ledger before, and add it "
                f"with the reason to tests/shape/{ALLOWED.name}."
            )
        else:
            found += _check_guard(name, entries[name], sends, functions)
    for record in _get_reaching_records(addon):
        name = f"{addon.name} {record.id}"
        seen.add(name)
        if name not in entries:
            found.append(
                f"{record.where}: {record.id} reaches people by itself; review it and "
                f"add `{name}` with the reason to tests/shape/{ALLOWED.name}."
            )
    stale = {name for name in entries if name.startswith(f"{addon.name} ")} - seen
    return found + [
        f"tests/shape/{ALLOWED.name} lists `{name}`, which sends nothing any more."
        for name in sorted(stale)
    ]


def _split(entry):
    name, _colon, reason = entry.partition(": ")
    return name, reason


def _functions(addon):
    """Every function that users run: name for the list, where it is, its node."""
    for file, tree in addon.code.items():
        if "migrations" in file.parts:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                where = f"{addon.relative(file)}:{node.lineno}"
                yield f"{addon.name} {file.stem}.{node.name}", where, node


def _get_calls(function):
    return {
        node.func.attr: node.func.value
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


def _get_sends(function):
    """By what a function reaches people; empty for most."""
    calls = _get_calls(function)
    sends = SENDERS & calls.keys()
    for name in MAKERS & calls.keys():
        sends |= _get_words(function) & MODELS
        sends |= _get_words(calls[name]) & FIELDS
    return sends


def _get_words(node):
    """Names of models that are asked of `env`, and of attributes, below a node."""
    words = set()
    for below in ast.walk(node):
        if isinstance(below, ast.Subscript):
            words.add(constant(below.slice))
        elif isinstance(below, ast.Attribute):
            words.add(below.attr)
    return words


def _check_guard(name, reason, sends, functions):
    """What does not hold of the reason that an entry gives."""
    guard, _blank, rest = reason.partition(" ")
    where = f"tests/shape/{ALLOWED.name}: {name}"
    if guard not in GUARDS or not rest:
        return [f"{where} needs a reason: one of {', '.join(sorted(GUARDS))}, and why."]
    if guard == "asks":
        silent = [
            asking
            for asking in rest.split()[0].split(",")
            if not _asks(functions.get(f"{name.partition(' ')[0]} {asking}"))
        ]
        return [
            f"{where} says that {asking} asks the ledger, which it does not."
            for asking in silent
        ]
    if guard == "purpose" and not sends <= ASKING_SENDERS:
        others = ", ".join(sorted(sends - ASKING_SENDERS))
        return [f"{where} sends by {others} as well, which does not ask the ledger."]
    return []


def _asks(function):
    return function is not None and bool(QUESTIONS & _get_calls(function).keys())


def _get_reaching_records(addon):
    """Records in data that send: made by nobody, once the addon is installed."""
    for record in addon.records:
        if record.file.parent.name == "demo":
            continue
        is_action = record.model == "ir.actions.server"
        if (
            record.model in MODELS
            or record.model == "base.automation"
            or (is_action and record.text("state") in REACHING_STATES)
        ):
            yield record
