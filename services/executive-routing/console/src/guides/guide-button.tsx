import { Button } from "@mantine/core";
import { lazy, type ReactNode, Suspense, useState } from "react";
import classes from "./guides.module.css";
import type { Guide } from "./server.ts";

const GuideDialog = lazy(() => import("./guide-dialog.tsx"));

/** Opens one card; called by its title unless `children` say more. */
export function GuideButton({
  guide,
  sessionId,
  mine,
  variant = "subtle",
  children = guide.title,
}: {
  guide: Guide;
  sessionId: string;
  mine: boolean;
  variant?: "subtle" | "light";
  children?: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        classNames={{ root: classes.name ?? "", label: classes.name ?? "" }}
        size="compact-sm"
        variant={variant}
        fullWidth
        justify="flex-start"
        onClick={() => setOpen(true)}
      >
        {children}
      </Button>
      {open && (
        <Suspense>
          <GuideDialog guide={guide} sessionId={sessionId} mine={mine} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
