import type { OutgoingContent } from "@liss/contracts";
import { Button } from "@mantine/core";
import classes from "./editors.module.css";

export type Tapped = { id: string; title: string };

/** A message of the robot; what she could tap can be tapped. */
export function RobotSays({
  content,
  canTap,
  onTap,
}: {
  content: OutgoingContent;
  canTap: boolean;
  onTap: (tapped: Tapped) => void;
}) {
  const rows = tappable(content);
  return (
    <div className={classes.bubble}>
      <p>{wordsOf(content)}</p>
      {rows.length > 0 && (
        <div className={classes.taps}>
          {rows.map(({ id, title, description }) => (
            <Button
              key={id}
              size="xs"
              variant="default"
              disabled={!canTap}
              title={description}
              onClick={() => onTap({ id, title })}
            >
              {title}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

function tappable(content: OutgoingContent): (Tapped & { description?: string | undefined })[] {
  if (content.kind === "buttons") return content.buttons;
  return content.kind === "list" ? content.sections.flatMap(({ rows }) => rows) : [];
}

function wordsOf(content: OutgoingContent): string {
  if ("body" in content) return content.body;
  return "text" in content ? content.text : "";
}
