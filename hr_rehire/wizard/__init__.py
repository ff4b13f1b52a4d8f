from . import hr_rehire_wizard
from . import hr_service_correction
from . import hr_service_simulation
from . import hr_service_simulation_line
