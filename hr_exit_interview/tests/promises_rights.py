"""What every addon promises about its models: rights, secrets and indexes."""


class RightsPromisesMixin:
    """The part of `PromisesMixin` that looks at models and fields."""

    # Content that only few may read, even where a field of another model shows it.
    secret_models = (
        "hr.exit.answer",
        "hr.exit.interview",
        "hr.exit.interview.card",
        "hr.exit.interview.card.part",
        "hr.exit.interview.card.promise",
        "hr.exit.interview.card.quote",
        "hr.exit.interview.card.topic",
    )

    def _get_own_models(self):
        """The models that the promised addons define, abstract ones left out."""
        models = map(self.env.get, self.env.registry.models)
        return [
            model
            for model in models
            if model._original_module in self.promised_modules and not model._abstract
        ]

    def _get_own_fields(self):
        """The fields that the promised addons define or change, on any model."""
        return [
            field
            for name in self.env.registry.models
            for field in self.env[name]._fields.values()
            if set(field._modules) & set(self.promised_modules)
        ]

    def _find_open_models(self, models):
        """Models without access lines, or without the rule that keeps them apart."""
        found = []
        for model in models:
            access = self.env["ir.model.access"].search_count(
                [("model_id.model", "=", model._name)]
            )
            if not access:
                found.append(f"{model._name} has no access line.")
            rules = self.env["ir.rule"].search(
                [("model_id.model", "=", model._name), ("groups", "=", False)]
            )
            wanted = "create_uid" if model._transient else "company_ids"
            is_kept_apart = "company_id" in model._fields or model._transient
            if is_kept_apart and not any(wanted in rule.domain_force for rule in rules):
                found.append(f"{model._name} has no global rule on {wanted}.")
        return found

    def _find_open_fields(self, model_fields):
        """Fields that read a secret model as superuser and show it to everybody."""
        found = []
        for field in model_fields:
            if field.groups or field.model_name in self.secret_models:
                continue
            for path in self._get_sudo_paths(field):
                secret = self._get_secret_on(field.model_name, path)
                if secret:
                    found.append(f"{field} shows {path} of {secret} without groups.")
        return found

    def _get_sudo_paths(self, field):
        if not field.compute_sudo:
            return []
        if field.related:
            return [field.related]
        return self.env.registry.field_depends[field]

    def _get_secret_on(self, model, path):
        """The secret model that a path of field names goes through, or nothing."""
        for name in path.split(".")[:-1]:
            model = self.env[model]._fields[name].comodel_name
            if model in self.secret_models:
                return model
        return None

    def _find_slow_inverses(self, model_fields):
        """One2many fields that search their lines without an index."""
        found = []
        for field in model_fields:
            if field.type != "one2many" or not field.inverse_name:
                continue
            lines = self.env[field.comodel_name]
            inverse = lines._fields[field.inverse_name].base_field
            is_stored = inverse.store and inverse.column_type
            if is_stored and not lines._transient and not self._has_index(inverse):
                found.append(f"{inverse}, the inverse of {field}, has no index.")
        return found

    def _has_index(self, field):
        """Whether an index begins with the field, be it its own or a unique one.

        A number that points into a model named beside it is searched with that name,
        so an index of the two serves.
        """
        table = self.env[field.model_name]._table
        names = [field.name]
        if field.type == "many2one_reference":
            names.insert(0, field.model_field)
        self.env.cr.execute(
            """
            SELECT array_agg(attname::text ORDER BY position) AS columns FROM pg_index
              JOIN unnest(indkey[0:%(last)s]) WITH ORDINALITY AS key(attnum, position)
                   ON TRUE
              JOIN pg_attribute
                   ON attrelid = indrelid AND pg_attribute.attnum = key.attnum
             WHERE indrelid = %(table)s::regclass
             GROUP BY indexrelid
            HAVING array_agg(attname::text ORDER BY position) = %(names)s
            """,
            {"table": table, "names": names, "last": len(names) - 1},
        )
        return bool(self.env.cr.rowcount)

    def test_every_model_has_its_rights(self):
        models = self._get_own_models()
        self.assertTrue(models)
        self.assertEqual(self._find_open_models(models), [])

    def test_no_field_opens_a_secret_model(self):
        model_fields = self._get_own_fields()
        self.assertTrue(model_fields)
        self.assertEqual(self._find_open_fields(model_fields), [])

    def test_every_inverse_has_an_index(self):
        self.assertEqual(self._find_slow_inverses(self._get_own_fields()), [])
