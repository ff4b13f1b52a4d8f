import functools

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# Of core, and with answers of leavers in them as long as these are not sealed.
ANSWER_SHEETS = {"survey.user_input", "survey.user_input.line"}


class HrMailingGuard(models.AbstractModel):
    """Keeps mailings away from what is confidential, where mailings are installed.

    A mailing reads the model of its recipients as the system, and its traces say who
    matched: whoever may make one could find out everything by trying. This addon works
    without `mass_mailing`, and cannot extend its model, since either of them may be
    loaded first. So it goes before two of its methods once all models are there, as
    core's automation rules do.
    """

    _name = "hr.mailing.guard"
    _description = "Mailings and What Is Confidential"

    def _register_hook(self):
        super()._register_hook()
        mailings = self.env.registry.get("mailing.mailing")
        if mailings:
            _go_before(mailings, "_get_recipients_domain", _guard_recipients)
            _go_before(mailings, "_action_send_mail", _guard_sending)

    def _unregister_hook(self):
        result = super()._unregister_hook()
        mailings = self.env.registry.get("mailing.mailing")
        for name, method in dict(vars(mailings or object)).items():
            if getattr(method, "is_hr_guard", False):
                delattr(mailings, name)
        return result

    # Decisions

    @api.model
    def _get_confidential_modules(self):
        """Hook: addons whose models no mailing reads, but for those let through."""
        return {"hr_exit_interview"}

    @api.model
    def _get_open_models(self):
        """Hook: models of these addons that have an own say in who is written to."""
        return set()

    @api.model
    def _is_refused(self, model, domain):
        """Whether recipients from this model, chosen in this way, are nobody's."""
        if not model or model in self._get_open_models():
            return False
        return self._is_confidential(model, Domain(domain))

    @api.model
    def _get_refusal(self):
        return self.env._(
            "Mailings are neither sent to what HR keeps of leavers and former "
            "colleagues nor to people chosen by it. Choose former colleagues, or other "
            "recipients."
        )

    @api.model
    def _is_confidential(self, model, domain):
        """Whether a mailing would read what these addons keep, anywhere on its way."""
        if model not in self.env or self._is_confidential_model(model):
            return model in self.env
        for condition in domain.iter_conditions():
            current = model
            for name in condition.field_expr.split("."):
                field = self.env[current]._fields.get(name)
                if field is None:
                    break
                if self._is_confidential_field(field):
                    return True
                current = field.comodel_name or current
            if "any" in condition.operator:
                inner = Domain(condition.value)
                if self._is_confidential(current, inner):
                    return True
        return False

    @api.model
    def _is_confidential_model(self, model):
        original = self.env.registry[model]._original_module
        return model in ANSWER_SHEETS or original in self._get_confidential_modules()

    @api.model
    def _is_confidential_field(self, field):
        if field.comodel_name and self._is_confidential_model(field.comodel_name):
            return True
        return bool(field.groups) and field._module in self._get_confidential_modules()


def _go_before(cls, name, make):
    """Put a method before one of a class of the registry, once."""
    origin = getattr(cls, name)
    if getattr(origin, "is_hr_guard", False):
        return
    method = functools.wraps(origin)(make(origin))
    method.is_hr_guard = True
    setattr(cls, name, method)


def _guard_recipients(origin):
    def _get_recipients_domain(self):
        domain = origin(self)
        guard = self.env["hr.mailing.guard"]
        if guard._is_refused(self.mailing_model_real, domain):
            return Domain.FALSE
        return domain

    return _get_recipients_domain


def _guard_sending(origin):
    def _action_send_mail(self, res_ids=None):
        # Given by whoever calls, recipients are chosen by no domain.
        guard = self.env["hr.mailing.guard"]
        if res_ids and any(
            guard._is_refused(mailing.mailing_model_real, Domain.TRUE)
            for mailing in self
        ):
            raise ValidationError(guard._get_refusal())
        return origin(self, res_ids)

    return _action_send_mail
