from . import circles
from . import consent
from . import history
from . import keepers
from . import portal
from . import stop
from . import unsubscribe
