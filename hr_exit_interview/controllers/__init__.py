from . import departure
from . import survey
