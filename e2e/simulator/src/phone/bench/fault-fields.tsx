import { Button, Checkbox, Group, NumberInput, Select, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { control } from "../live/control.ts";
import { useNotices } from "../live/notice.tsx";
import type { Choice, FaultField, FaultForm } from "./fault-forms.ts";

type Values = Record<string, string | number>;

/** One fault: what it does, its options, and the button that injects it. */
export function FaultFields({ form, phoneId }: { form: FaultForm; phoneId: string | null }) {
  const { t } = useTranslation();
  const { attempt } = useNotices();
  const [values, setValues] = useState<Values>(() =>
    Object.fromEntries(form.fields.map(({ name, start }) => [name, start])),
  );
  const [times, setTimes] = useState(1);
  const [lasting, setLasting] = useState(form.lasting ?? false);

  function apply(event: FormEvent) {
    event.preventDefault();
    const options = Object.fromEntries(
      form.fields.map((field) => [field.name, sent(field, values[field.name])]),
    );
    void attempt(control.inject({ ...options, kind: form.kind, phoneId, times: lasting ? null : times }));
  }

  return (
    <form onSubmit={apply}>
      <Stack gap="sm">
        <Text size="sm">{t(`faults.kinds.${form.kind}.help`)}</Text>
        {form.fields.map((field) => (
          <Field
            key={field.name}
            field={field}
            value={values[field.name] ?? field.start}
            change={(value) => setValues((now) => ({ ...now, [field.name]: value }))}
          />
        ))}
        {!lasting && (
          <NumberInput
            size="xs"
            label={t("faults.times")}
            min={1}
            max={1_000}
            value={times}
            onChange={(value) => setTimes(Number(value) || 1)}
          />
        )}
        <Group justify="space-between">
          <Checkbox
            size="xs"
            label={t("faults.untilRemoved")}
            checked={lasting}
            onChange={(event) => setLasting(event.currentTarget.checked)}
          />
          <Button type="submit" size="xs">
            {t("faults.apply")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Field({
  field,
  value,
  change,
}: {
  field: FaultField;
  value: string | number;
  change: (value: string | number) => void;
}) {
  const { t } = useTranslation();
  const label = t(`faults.fields.${field.label}`);
  if (field.type === "number") {
    return (
      <NumberInput
        size="xs"
        label={label}
        min={field.min}
        max={field.max}
        value={value}
        onChange={(next) => change(typeof next === "number" ? next : field.start)}
      />
    );
  }
  const data =
    field.type === "code"
      ? field.codes.map(String)
      : field.choices.map((choice: Choice) => ({ value: choice, label: t(`faults.choices.${choice}`) }));
  return (
    <Select
      size="xs"
      label={label}
      data={data}
      value={String(value)}
      onChange={(next) => change(next ?? field.start)}
      allowDeselect={false}
    />
  );
}

function sent(field: FaultField, value: string | number | undefined): string | number {
  if (field.type === "choice") return value ?? field.start;
  return Number(value ?? field.start) * (field.type === "number" ? (field.scale ?? 1) : 1);
}
