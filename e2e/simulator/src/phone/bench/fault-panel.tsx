import { Accordion, ActionIcon, Badge, Button, CloseButton, Select, Tabs, Text, Title } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FaultView } from "../../view.ts";
import { control } from "../live/control.ts";
import { useNotices } from "../live/notice.tsx";
import type { BenchState } from "../live/state.ts";
import { ActivityLog } from "./activity-log.tsx";
import { FaultFields } from "./fault-fields.tsx";
import { faultForms } from "./fault-forms.ts";
import styles from "./fault-panel.module.css";

const everybody = "all";

/** The drawer of faults, and the log of what travelled. */
export function FaultPanel({ bench, close }: { bench: BenchState; close: () => void }) {
  const { t } = useTranslation();
  return (
    <aside className={styles.panel} aria-label={t("faults.title")}>
      <div className={styles.head}>
        <Title order={2} size="h5">
          {t("faults.title")}
        </Title>
        <CloseButton aria-label={t("bench.closeFaults")} onClick={close} />
      </div>
      <Tabs defaultValue="faults" className={styles.tabs} keepMounted={false}>
        <Tabs.List grow>
          <Tabs.Tab value="faults">{t("faults.tabFaults")}</Tabs.Tab>
          <Tabs.Tab value="log">{t("faults.tabLog")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="faults" className={styles.content} tabIndex={0}>
          <Faults bench={bench} />
        </Tabs.Panel>
        <Tabs.Panel value="log" className={styles.content} tabIndex={0}>
          <ActivityLog bench={bench} />
        </Tabs.Panel>
      </Tabs>
    </aside>
  );
}

function Faults({ bench }: { bench: BenchState }) {
  const { t } = useTranslation();
  const [scope, setScope] = useState<string>(everybody);
  const phoneId = bench.phones.some(({ id }) => id === scope) ? scope : null;
  const active = new Set(bench.faults.map(({ kind }) => kind));
  return (
    <>
      <Text size="sm" className={styles.soft}>
        {t("faults.intro")}
      </Text>
      <ActiveFaults bench={bench} />
      <Select
        label={t("faults.scope")}
        value={phoneId ?? everybody}
        onChange={(value) => setScope(value ?? everybody)}
        data={[
          { value: everybody, label: t("faults.everybody") },
          ...bench.phones.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        allowDeselect={false}
        comboboxProps={{ withinPortal: true }}
      />
      {(["webhooks", "api", "files", "conversation"] as const).map((group) => (
        <section key={group} aria-label={t(`faults.groups.${group}`)}>
          <Text component="h3" size="sm" fw={600} className={styles.group}>
            {t(`faults.groups.${group}`)}
          </Text>
          <Accordion chevronPosition="right" variant="contained" order={4}>
            {faultForms
              .filter((form) => form.group === group)
              .map((form) => (
                <Accordion.Item key={form.kind} value={form.kind} data-fault={form.kind}>
                  <Accordion.Control>
                    <span className={styles.kind}>
                      <span>{t(`faults.kinds.${form.kind}.title`)}</span>
                      {active.has(form.kind) && <span className={styles.activeDot} aria-hidden />}
                    </span>
                  </Accordion.Control>
                  <Accordion.Panel>
                    <FaultFields form={form} phoneId={phoneId} />
                  </Accordion.Panel>
                </Accordion.Item>
              ))}
          </Accordion>
        </section>
      ))}
    </>
  );
}

function ActiveFaults({ bench }: { bench: BenchState }) {
  const { t } = useTranslation();
  const { attempt } = useNotices();
  if (bench.faults.length === 0) {
    return (
      <Text size="sm" className={styles.allWell}>
        {t("faults.none")}
      </Text>
    );
  }
  return (
    <section aria-label={t("faults.active")} className={styles.active}>
      <div className={styles.head}>
        <Text component="h3" size="sm" fw={600}>
          {t("faults.active")}
        </Text>
        <Button size="compact-xs" variant="subtle" onClick={() => void attempt(control.withdrawAll())}>
          {t("faults.removeAll")}
        </Button>
      </div>
      <ul>
        {bench.faults.map((fault) => (
          <ActiveFault
            key={fault.id}
            fault={fault}
            name={bench.phones.find(({ id }) => id === fault.phoneId)?.name}
          />
        ))}
      </ul>
    </section>
  );
}

function ActiveFault({ fault, name }: { fault: FaultView; name: string | undefined }) {
  const { t } = useTranslation();
  const { attempt } = useNotices();
  const title = t(`faults.kinds.${fault.kind}.title`);
  const left = fault.times === null ? t("faults.lasting") : t("faults.left", { count: fault.times });
  return (
    <li data-fault-id={fault.id}>
      <span>
        <strong>{title}</strong>
        <span className={styles.detail}>
          {left}
          {name && ` · ${t("faults.for", { name })}`}
        </span>
      </span>
      {fault.acted > 0 && (
        <Badge variant="light" color="orange" tt="none" className={styles.acted}>
          {t("faults.acted", { count: fault.acted })}
        </Badge>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t("faults.remove", { title })}
        onClick={() => void attempt(control.withdraw(fault.id))}
      >
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </li>
  );
}
