from . import departure
from . import own_data
from . import private_page
from . import form_errors
from . import resignation
from . import survey
from . import you_said
