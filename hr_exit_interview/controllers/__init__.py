from . import departure
from . import resignation
from . import survey
