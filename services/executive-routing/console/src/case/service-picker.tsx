import { useServerClock } from "@liss/ui";
import { NativeSelect, Radio } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dateInWords } from "../hours/words.ts";
import classes from "./case.module.css";
import { isOldNews } from "./loop.ts";
import { directoryQuery, type Service, type ServiceKind } from "./server.ts";
import { theCase } from "./texts.es-cl.ts";
import { Unfetched } from "./unfetched.tsx";

export type Chosen = { kind: ServiceKind; directoryId: string | null };

const kinds = Object.keys(theCase.referrals.kinds) as ServiceKind[];
/** Of the radio for a service that the directory does not have. */
const unlisted = "unlisted";

/** A service of the directory, by kind, region and commune; or one that is not in it. */
export function ServicePicker({
  chosen: { kind, directoryId },
  onChoose,
}: {
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
}) {
  const { t } = useTranslation("desk");
  const [place, setPlace] = useState({ region: "", commune: "" });
  const asked = useQuery(directoryQuery({ kind, ...place }));
  const places = asked.data?.places ?? [];
  const regions = [...new Set(places.map(({ region }) => region))];
  const communes = places.filter(({ region }) => region === place.region).map(({ commune }) => commune);
  const services = asked.data?.services ?? [];
  // Another place or kind: what was chosen is perhaps no longer in sight.
  const look = (next: typeof place, of: ServiceKind = kind) => {
    setPlace(next);
    onChoose({ kind: of, directoryId: null });
  };
  const options = (every: string, values: string[]) => [{ value: "", label: every }, ...values];
  return (
    <>
      <div className={classes.places}>
        <NativeSelect
          label={t("case.referrals.kind")}
          value={kind}
          autoFocus
          onChange={({ currentTarget: { value } }) =>
            look({ region: "", commune: "" }, kinds.find((one) => one === value) ?? "other")
          }
          data={kinds.map((value) => ({ value, label: t(`case.referrals.kinds.${value}`) }))}
        />
        <NativeSelect
          label={t("case.referrals.region")}
          value={place.region}
          disabled={regions.length === 0}
          onChange={({ currentTarget: { value } }) => look({ region: value, commune: "" })}
          data={options(t("case.referrals.everyRegion"), regions)}
        />
        <NativeSelect
          label={t("case.referrals.commune")}
          value={place.commune}
          disabled={!place.region}
          onChange={({ currentTarget: { value } }) => look({ ...place, commune: value })}
          data={options(t("case.referrals.everyCommune"), communes)}
        />
      </div>
      <Unfetched asked={asked} />
      {asked.data && services.length === 0 && (
        <p className={classes.hint}>{t("case.referrals.noServices")}</p>
      )}
      {services.length > 0 && (
        <Radio.Group
          label={t("case.referrals.service")}
          value={directoryId ?? unlisted}
          onChange={(value) => onChoose({ kind, directoryId: value === unlisted ? null : value })}
        >
          <div className={classes.services}>
            {services.map((service) => (
              <Radio
                key={service.id}
                value={service.id}
                label={`${service.name}, ${service.commune}`}
                description={<About service={service} />}
              />
            ))}
            <Radio value={unlisted} label={t("case.referrals.unlisted")} />
          </div>
        </Radio.Group>
      )}
    </>
  );
}

function About({ service: { phone, hours, address, verifiedOn } }: { service: Service }) {
  const { t } = useTranslation("desk");
  const old = isOldNews(verifiedOn, useServerClock().now());
  const verified = t(`case.referrals.${old ? "verifiedOld" : "verified"}`, { date: dateInWords(verifiedOn) });
  return [phone, hours, address, verified].filter(Boolean).join(" · ");
}
