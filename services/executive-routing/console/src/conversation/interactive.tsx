import type { MessageView } from "@liss/executive-routing/desk-api";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./conversation.module.css";

type ContentOf = NonNullable<MessageView["content"]>;
type Interactive = Extract<ContentOf, { kind: "list" | "buttons" | "link" | "location-request" }>;

/** What she can tap on her phone, as it looks here: nothing of it can be pressed. */
export function InteractiveContent({ content }: { content: Interactive }) {
  const { t } = useTranslation("desk");
  switch (content.kind) {
    case "list":
      return (
        <Framed content={content}>
          <p className={classes.kind}>{t("thread.listButton", { button: content.button })}</p>
          <Options
            options={content.sections
              .flatMap(({ rows }) => rows)
              .map(({ id, title, description }) => ({ id, title, hint: description }))}
          />
        </Framed>
      );
    case "buttons":
      return (
        <Framed content={content}>
          <Options options={content.buttons} />
        </Framed>
      );
    case "link":
      // Told, not opened: an address in a conversation is nothing to press in passing.
      return (
        <Framed content={content}>
          <Options options={[{ id: content.url, title: content.title, hint: content.url }]} />
        </Framed>
      );
    case "location-request":
      return (
        <Framed content={content}>
          <p className={classes.kind}>{t("thread.locationRequest")}</p>
        </Framed>
      );
  }
}

function Framed({
  content,
  children,
}: {
  content: { header?: string | undefined; body: string; footer?: string | undefined };
  children: ReactNode;
}) {
  return (
    <>
      {content.header && <p className={classes.text}>{content.header}</p>}
      <p className={classes.text}>{content.body}</p>
      {content.footer && <p className={classes.kind}>{content.footer}</p>}
      {children}
    </>
  );
}

function Options({ options }: { options: { id: string; title: string; hint?: string | undefined }[] }) {
  return (
    <ul className={classes.options}>
      {options.map(({ id, title, hint }) => (
        <li key={id}>
          {title}
          {hint && <span className={classes.optionHint}>{hint}</span>}
        </li>
      ))}
    </ul>
  );
}
