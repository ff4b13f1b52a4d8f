from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OffboardingCase


@tagged("post_install", "-at_install")
class TestHrExitTopic(OffboardingCase):
    """The words that order what leavers say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.topic = cls.env.ref("hr_exit_interview.hr_exit_topic_pay")

    def test_key_names_one_topic(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.topic.create({"name": "Salary", "key": "pay"})

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_topics_are_words_for_all_and_changed_by_few(self):
        as_colleague = self.topic.with_user(self.user_colleague)
        self.assertEqual(as_colleague.name, "Pay and incentives")
        for user in (self.user_colleague, self.user_officer):
            with self.assertRaises(AccessError):
                self.topic.with_user(user).name = "Money"
        self.topic.with_user(self.user_admin_hr).name = "Money"
        with self.assertRaises(AccessError):
            self.topic.with_user(self.env.ref("base.public_user")).read(["name"])
