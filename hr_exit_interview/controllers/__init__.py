from . import departure
from . import form_errors
from . import resignation
from . import survey
from . import you_said
