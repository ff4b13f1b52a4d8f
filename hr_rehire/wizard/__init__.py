from . import hr_rehire_wizard
