from odoo.http import request

from ..tools import form_input


def get_error_texts():
    """Return a sentence in the language of the page for each code of `form_input`."""
    env = request.env
    return {
        form_input.MISSING: env._("Fill this in; it is needed."),
        form_input.TOO_LONG: env._("Shorten this text; it is too long."),
        form_input.BAD_CHARACTERS: env._(
            "Type this text again; it holds characters that cannot be stored."
        ),
        form_input.BAD_EMAIL: env._(
            "Enter one e-mail address, such as name@example.com."
        ),
        form_input.BAD_PHONE: env._(
            "Enter a phone number in digits, such as +44 20 7946 0000."
        ),
        form_input.BAD_DATE: env._("Choose a day, such as 2026-05-31."),
        form_input.BAD_URL: env._(
            "Enter the address of a page, such as https://example.com/me."
        ),
    }
