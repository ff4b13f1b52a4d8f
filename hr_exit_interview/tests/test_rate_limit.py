import doctest

from odoo.tests import BaseCase

from ..tools import rate_limit
from ..tools.rate_limit import RateLimit


class TestRateLimit(BaseCase):
    def test_doctests(self):
        result = doctest.testmod(rate_limit)
        self.assertEqual((result.failed, bool(result.attempted)), (0, True))

    def test_each_key_for_itself(self):
        limit = RateLimit(1, 60)
        self.assertFalse(limit.is_over("one", now=0))
        self.assertFalse(limit.is_over("other", now=0))
        self.assertTrue(limit.is_over("one", now=59))
        self.assertFalse(limit.is_over("one", now=60))

    def test_memory_has_a_bound(self):
        limit = RateLimit(1, 60, keys=2)
        for key in range(100):
            limit.is_over(key, now=0)
        self.assertEqual(len(limit._calls), 2)
