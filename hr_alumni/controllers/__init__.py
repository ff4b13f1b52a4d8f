from . import consent
from . import keepers
from . import portal
from . import stop
from . import unsubscribe
