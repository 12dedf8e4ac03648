import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../notices/problem.tsx";
import { DoorCard } from "./door-card.tsx";

/** Why one could not enter. */
export type LoginProblem =
  | { code: "wrong-credentials" | "unreachable" | "unavailable" }
  | { code: "too-many-attempts"; retryAfterSeconds: number };

/** Who she is and her password. `onLogin` resolves to why it failed, or to null; it never throws. */
export function PasswordStep({
  application,
  notice,
  onLogin,
  children,
}: {
  application: string;
  /** Said above the form, e.g. that the login ended. */
  notice?: string | undefined;
  onLogin: (email: string, password: string) => Promise<LoginProblem | null>;
  /** Other ways in, below. */
  children?: ReactNode;
}) {
  const { t } = useTranslation("shared");
  const [missing, setMissing] = useState<{ email?: boolean; password?: boolean }>({});
  const [problem, setProblem] = useState<LoginProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const email = String(fields.get("email") ?? "").trim();
    const secret = String(fields.get("password") ?? "");
    setMissing({ email: email === "", password: secret === "" });
    if (email === "" || secret === "" || busy) return;
    setBusy(true);
    const refused = await onLogin(email, secret);
    setBusy(false);
    setProblem(refused);
    if (refused) password.current?.select();
  }

  return (
    <DoorCard application={application} onSubmit={submit}>
      {notice && !problem && <Problem kind="info">{notice}</Problem>}
      {problem && <Problem>{sentence(problem)}</Problem>}
      <TextInput
        label={t("login.email")}
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        spellCheck={false}
        autoFocus
        error={missing.email && t("login.emailMissing")}
      />
      <PasswordInput
        ref={password}
        label={t("login.password")}
        name="password"
        autoComplete="current-password"
        visibilityToggleButtonProps={{ "aria-hidden": true }}
        error={missing.password && t("login.passwordMissing")}
      />
      <Button type="submit" size="md" loading={busy} fullWidth mt={4}>
        {t("login.submit")}
      </Button>
      {children}
    </DoorCard>
  );

  function sentence(refused: LoginProblem): string {
    if (refused.code !== "too-many-attempts") return t(`login.${refused.code}`);
    return t("login.too-many-attempts", { count: Math.max(1, Math.ceil(refused.retryAfterSeconds / 60)) });
  }
}
