from . import hr_departure_wizard
from . import hr_offboarding_handover_propose
from . import hr_offboarding_report
from . import hr_offboarding_resign
from . import hr_offboarding_override
from . import hr_offboarding_task_waive
from . import hr_offboarding_wave_add
from . import survey_invite
