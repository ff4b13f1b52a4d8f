from . import hr_alumni_touch_log
from . import base_partner_merge_automatic_wizard
from . import hr_alumni_event_invite
from . import hr_alumni_guidance_offer
from . import hr_alumni_merge
from . import mail_compose_message
from . import privacy_lookup_wizard
from . import privacy_lookup_wizard_line
