from . import hr_applicant_former_mixin
from . import hr_rehire_process_mixin
from . import hr_rehire_return_mixin
from . import hr_alumni
from . import hr_applicant
from . import hr_employee
from . import hr_rehire
from . import hr_rehire_retention
