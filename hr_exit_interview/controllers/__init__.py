from . import departure
from . import form_errors
from . import resignation
from . import survey
