from . import consent
from . import portal
from . import stop
from . import unsubscribe
