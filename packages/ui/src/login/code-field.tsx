import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../notices/problem.tsx";
import classes from "./door.module.css";

export type CodeProblem =
  | { code: "wrong-code" | "used" | "over" | "unreachable" | "unavailable" }
  | { code: "too-many-attempts"; retryAfterSeconds: number };

/** A code is being asked for: what is typed, and why the last one was refused. */
export function useCode(check: (code: string) => Promise<CodeProblem | null>) {
  const [missing, setMissing] = useState(false);
  const [problem, setProblem] = useState<CodeProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  return {
    input,
    missing,
    problem,
    busy,
    forget: () => setProblem(null),
    submit: async (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      const code = String(new FormData(event.currentTarget).get("code") ?? "").replaceAll(/\s/g, "");
      setMissing(code === "");
      if (code === "" || busy) return;
      setBusy(true);
      const refused = await check(code);
      setBusy(false);
      setProblem(refused);
      if (refused) input.current?.select();
    },
  };
}

/** The field, its refusal above it, and the button. */
export function CodeField({
  asked,
  kind,
  label,
  action,
}: {
  asked: ReturnType<typeof useCode>;
  kind: "digits" | "recovery";
  label: string;
  action: string;
}) {
  const { t } = useTranslation("shared");
  const { problem, busy, missing, input } = asked;
  return (
    <>
      {problem && <Problem>{sentence(problem)}</Problem>}
      <TextInput
        ref={input}
        key={kind}
        name="code"
        label={label}
        autoFocus
        autoComplete={kind === "digits" ? "one-time-code" : "off"}
        inputMode={kind === "digits" ? "numeric" : "text"}
        maxLength={kind === "digits" ? 9 : 20}
        spellCheck={false}
        className={kind === "digits" ? classes.code : undefined}
        error={missing && t("door.missing")}
      />
      <Button type="submit" size="md" loading={busy} fullWidth>
        {action}
      </Button>
    </>
  );

  function sentence(refused: CodeProblem): string {
    if (refused.code === "unreachable" || refused.code === "unavailable") return t(`login.${refused.code}`);
    if (refused.code !== "too-many-attempts") return t(`door.${refused.code}`);
    return t("login.too-many-attempts", { count: Math.max(1, Math.ceil(refused.retryAfterSeconds / 60)) });
  }
}
