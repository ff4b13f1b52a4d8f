"""Give the texts of today to questionnaires that nobody has edited.

Questionnaires are data that an update leaves alone, since companies edit them. The
first ones came without introduction and questions: an update brings the questions, new
records as they are, and would leave them without the promise that comes before them.
The short one came with a promise that has changed, and with questions in another order.
"""

import hashlib
import logging
import re
from copy import deepcopy

from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.tools import file_open, is_html_empty
from odoo.tools.convert import xml_import

_logger = logging.getLogger(__name__)

MODULE = "hr_exit_interview"
TEXTS = {"title", "description", "description_done"}
# Form: title of the questionnaire that came without texts.
SKELETONS = {
    "full": "Exit questionnaire, full",
    "redundancy": "Questionnaire after a redundancy",
    "term_end": "Questionnaire at a retirement or end of term",
    "after_90": "90 days later",
    "after_365": "A year later",
    "manager": "The manager's view",
}
# What the introduction of the short one said, and its questions in their order.
SHORT_BEFORE = "4f0295c2c7d6df6f5058b122206341711a31b2b486f47c29944261f3241a5d0e"
SHORT_QUESTIONS = (
    "page_decision",
    "main_reason",
    "further_reasons",
    "preventable",
    "page_work",
    "manager_fair",
    "future",
    "pay_fair",
    "equal_treatment",
    "page_back",
    "recommend",
    "return_intent",
    "keep",
    "change",
)
# Reasons that point at the managers of the leaver.
ABOUT_LINE = ("mgr1", "mgr4", "env4")


def migrate(cr, version):
    """Fill what is empty or as it came; what somebody has edited stays as it is."""
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for form, title in SKELETONS.items():
        fill_skeleton(env, form, title)
    renew_short(env)
    renew_manager(env)
    mark_reasons(env)


def fill_skeleton(env, form, title):
    """Give a questionnaire that came without texts those of today."""
    survey = find(env, f"survey_survey_exit_{form}")
    if not survey or has_text(survey):
        return
    data = read_data(form)
    known = {title, get_field(data, survey_id(form), "title").text}
    if survey.title not in known or has_own_questions(survey):
        _logger.warning(
            "The questionnaire %s was edited and has no introduction. Write one before "
            "it is sent: it says who reads the answers.",
            survey.title,
        )
        return
    load(env, pick(data, survey_id(form), TEXTS))


def renew_short(env):
    """Give the short questionnaire the promise and the order of today."""
    survey = find(env, "survey_survey_exit_short")
    if not survey or get_print(survey.description) != SHORT_BEFORE:
        return
    questions = [find(env, f"survey_question_exit_{key}") for key in SHORT_QUESTIONS]
    is_as_it_came = all(
        question and question.sequence == number
        for number, question in enumerate(questions, start=1)
    )
    if not is_as_it_came or has_own_questions(survey) or is_being_answered(survey):
        _logger.warning(
            "The questionnaire %s was edited, or somebody is answering it, and its "
            "introduction is older than the choice of who reads the answers. Compare "
            "it with the full one and correct it.",
            survey.title,
        )
        return
    load(env, read_data("short"))


def renew_manager(env):
    """Tell managers what is counted, where the promise is the one of before."""
    survey = find(env, "survey_survey_exit_manager")
    if not survey or not has_text(survey):
        return
    data = read_data("manager")
    before = deepcopy(get_field(data, survey_id("manager"), "description"))
    for item in before.iter("li"):
        if "{minimum}" in "".join(item.itertext()):
            item.getparent().remove(item)
            break
    if get_print("".join(before.itertext())) == get_print(survey.description):
        load(env, pick(data, survey_id("manager"), {"description"}))


def mark_reasons(env):
    """Say of our own reasons that they point at the line, once."""
    for code in ABOUT_LINE:
        reason = find(env, f"hr_departure_reason_{code}")
        if reason:
            reason.is_about_line = True


# What there is


def find(env, name):
    """The record of our data with this name, possibly archived, possibly empty."""
    record = env.ref(f"{MODULE}.{name}", raise_if_not_found=False)
    return record if record is not None else env["survey.survey"]


def survey_id(form):
    return f"survey_survey_exit_{form}"


def has_text(survey):
    return not is_html_empty(survey.description) or not is_html_empty(
        survey.description_done
    )


def has_own_questions(survey):
    """Whether the company has put questions of its own into it."""
    questions = survey.question_and_page_ids
    ours = questions.get_external_id()
    return any(not ours[q.id].startswith(f"{MODULE}.") for q in questions)


def is_being_answered(survey):
    return any(
        sheet.state == "in_progress" and sheet.exit_interview_id
        for sheet in survey.user_input_ids
    )


def get_print(text):
    """A fingerprint of the words of a text, whatever its markup and blanks."""
    words = re.sub(r"\W+", "", re.sub(r"<[^>]+>", " ", str(text or "")))
    return hashlib.sha256(words.encode()).hexdigest()


# What it should be


def read_data(form):
    with file_open(f"{MODULE}/data/survey_exit_{form}_data.xml", "rb") as file:
        parser = etree.XMLParser(remove_comments=True)
        return etree.parse(file, parser).getroot()


def get_field(data, record, name):
    return data.find(f"record[@id='{record}']/field[@name='{name}']")


def pick(data, record, names):
    """The same data with these fields of one record alone."""
    root = etree.Element("odoo", noupdate="1")
    found = deepcopy(data.find(f"record[@id='{record}']"))
    for field in list(found):
        if field.get("name") not in names:
            found.remove(field)
    root.append(found)
    return root


def load(env, data):
    """Write these data although an update leaves them alone."""
    xml_import(env, MODULE, {}, "init").parse(data)
