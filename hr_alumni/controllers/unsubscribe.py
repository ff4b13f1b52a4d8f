from odoo.http import request
from odoo.tools import consteq

from odoo.addons.mass_mailing.controllers.main import MassMailController

from .private_page import render_private


class AlumniUnsubscribe(MassMailController):
    def _mailing_unsubscribe_from_document(
        self, mailing, document_id, email, hash_token
    ):
        """Withdraw the one purpose of the mailing, instead of blocking the address."""
        if mailing.mailing_model_real != "hr.alumni":
            return super()._mailing_unsubscribe_from_document(
                mailing, document_id, email, hash_token
            )
        purpose = mailing._get_alumni_purpose()
        # Only the link of the mail itself: mailing users get here without one.
        if hash_token and consteq(
            mailing._generate_mailing_recipient_token(document_id, email), hash_token
        ):
            # Sudo: the signed link of the mail is what allows it.
            alumni = request.env["hr.alumni"].sudo().browse(int(document_id)).exists()
            if alumni:
                alumni._do_stop(purpose.code)
        company = (mailing.user_id or mailing.create_uid).company_id
        return render_private(
            "hr_alumni.alumni_stop",
            {
                "is_done": bool(hash_token),
                "res_company": company,
                "company_name": company.name,
                "purpose_name": purpose.name,
                "person_name": alumni.display_name if hash_token and alumni else "",
            },
        )
