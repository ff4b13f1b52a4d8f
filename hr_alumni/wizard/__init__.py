from . import hr_alumni_touch_log
