from . import test_matrix
from . import test_only_way
from . import test_promises
from . import test_story
