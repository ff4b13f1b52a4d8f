from . import test_promises
from . import test_story
