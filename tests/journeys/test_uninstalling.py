"""Uninstalling the addon takes along what leavers have said, and nothing else."""

import json
import os
from pathlib import Path

from tools.inside.world import run_in_shell

PROGRAM = Path(__file__).with_name("uninstall_program.py")
# Where it is told before; each of these places has to be there.
PLACES = {
    "hr_exit_answer.value",
    "hr_exit_interview_card.notes",
    "hr_exit_interview_card_quote.text",
    "hr_exit_interview_card_promise.name",
    "hr_exit_interview_card_topic.note",
    "hr_exit_alarm.text",
    "survey_user_input_line.value_text_box",
    "ir_attachment.name",
    "mail_mail.body_html",
}


def test_uninstalling_leaves_nothing_of_what_leavers_have_said():
    printed = run_in_shell(os.environ["DEV_TEMPLATE"], PROGRAM)
    (line,) = (line for line in printed.splitlines() if line.startswith("TOLD "))
    told = json.loads(line.removeprefix("TOLD "))
    assert set(told["planted"]) >= PLACES, told["planted"]
    assert told["left"] == []
    assert told["models"] == []
    assert told["found"] == []
    assert told["types"] == 0
    assert told["before"] == told["after"]
