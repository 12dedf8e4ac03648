import type { SessionCard } from "@liss/executive-routing/desk-api";
import { Problem } from "@liss/ui";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import classes from "./case.module.css";
import { FactField } from "./fact-field.tsx";
import { factsOf, type ReadOnly, sections, type Unsaved, whyReadOnly } from "./in-short.ts";
import { KnownFact } from "./known-fact.tsx";
import { factsQuery } from "./server.ts";
import { Unfetched } from "./unfetched.tsx";

/** The facts by section, each saved by itself; what she may not change stands there to be read, and why. */
export function FactsPart({
  card,
  unsaved,
  onWrite,
}: {
  card: SessionCard;
  unsaved: Unsaved;
  onWrite: (unsaved: Unsaved) => void;
}) {
  const { t } = useTranslation("desk");
  const asked = useQuery(factsQuery(card.id));
  const facts = asked.data;
  if (!facts) return <Unfetched asked={asked} />;
  const readOnly = whyReadOnly(facts, card);
  return (
    <>
      {(readOnly === null || readOnly.why === "some") && (
        <p className={classes.hint}>{t("case.facts.hint")}</p>
      )}
      {readOnly && (
        <Problem kind="info">
          <WhyReadOnly readOnly={readOnly} />
        </Problem>
      )}
      <div className={classes.sections}>
        {sections.map((section) => (
          <section key={section} aria-labelledby={`case-${section}`}>
            <h3 id={`case-${section}`}>{t(`case.sections.${section}`)}</h3>
            {factsOf(facts, section).map((fact) =>
              fact.mayChange ? (
                <FactField
                  key={fact.field}
                  sessionId={card.id}
                  fact={fact}
                  written={unsaved[fact.field]}
                  onWrite={(value) => {
                    const { [fact.field]: _before, ...others } = unsaved;
                    onWrite(value === undefined ? others : { ...others, [fact.field]: value });
                  }}
                />
              ) : (
                <KnownFact key={fact.field} fact={fact} locked={readOnly?.why === "some"} />
              ),
            )}
          </section>
        ))}
      </div>
    </>
  );
}

function WhyReadOnly({ readOnly }: { readOnly: ReadOnly }) {
  const { t } = useTranslation("desk");
  return readOnly.why === "others"
    ? t("case.readOnly.others", { name: readOnly.name })
    : t(`case.readOnly.${readOnly.why}`);
}
