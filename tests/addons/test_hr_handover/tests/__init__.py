from . import test_contacts
from . import test_handover
from . import test_things
