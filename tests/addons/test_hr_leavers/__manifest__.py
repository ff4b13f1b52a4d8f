{
    "name": "Tests Across the Addons for Leavers",
    "summary": "One person leaves, stays in touch and comes back, told in tests",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "author": "HR Leavers",
    "license": "LGPL-3",
    "depends": ["hr_exit_interview", "hr_alumni", "hr_rehire"],
}
