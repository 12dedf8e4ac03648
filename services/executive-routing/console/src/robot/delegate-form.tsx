import { Button, Checkbox, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./robot.module.css";
import { useTopicName } from "./topic-name.ts";
import { usualMinutes } from "./use-robot.ts";

const times = [15, usualMinutes, 60, 120];

/** Which topics, for how long. */
export default function DelegateForm({
  topics,
  onStart,
}: {
  topics: string[];
  onStart: (topics: string[], minutes: number) => void;
}) {
  const { t } = useTranslation("desk");
  const topicName = useTopicName();
  const [chosen, setChosen] = useState(topics);
  const [minutes, setMinutes] = useState(String(usualMinutes));
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen.length > 0) onStart(chosen, Number(minutes));
      }}
    >
      <Checkbox.Group label={t("robot.topics")} value={chosen} onChange={setChosen}>
        <div className={classes.topics}>
          {topics.map((topic) => (
            <Checkbox key={topic} value={topic} label={topicName(topic)} />
          ))}
        </div>
      </Checkbox.Group>
      <div>
        <p className={classes.label} id="robot-time">
          {t("robot.time")}
        </p>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-labelledby="robot-time"
          value={minutes}
          onChange={setMinutes}
          data={times.map((count) => ({ value: String(count), label: t("robot.minutes", { count }) }))}
        />
      </div>
      <Button type="submit" disabled={chosen.length === 0}>
        {t("robot.start")}
      </Button>
    </form>
  );
}
