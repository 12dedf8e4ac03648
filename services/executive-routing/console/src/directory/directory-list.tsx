import { Problem, useServerClock } from "@liss/ui";
import { Loader, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import tables from "../app/table.module.css";
import { isOldNews } from "../case/loop.ts";
import { directoryQuery, type Service, type ServiceKind } from "../case/server.ts";
import { theCase } from "../case/texts.es-cl.ts";
import { dateInWords } from "../hours/words.ts";
import { codeOf } from "../server/request.ts";
import classes from "./directory.module.css";

const kinds = Object.keys(theCase.referrals.kinds) as ServiceKind[];
const columns = ["name", "place", "phone", "hours", "verified"] as const;
/** So many the desk tells at once. */
const most = 500;

/** What the directory has, by kind and region. */
export function DirectoryList() {
  const { t } = useTranslation(["desk", "shared"]);
  const [kind, setKind] = useState<ServiceKind | "">("");
  const [region, setRegion] = useState("");
  const { data, error, isError } = useQuery(directoryQuery({ kind, region, commune: "" }));
  const regions = [...new Set(data?.places.map((place) => place.region))];
  const isEmpty = data?.places.length === 0 && kind === "";
  return (
    <section className={classes.part} aria-labelledby="directory-list">
      <h3 id="directory-list">{t("directory.list.title")}</h3>
      {isError && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
      {!data && !isError && <Loader size="sm" />}
      {isEmpty && <p className={classes.hint}>{t("directory.list.none")}</p>}
      {data && !isEmpty && (
        <>
          <div className={classes.filters}>
            <NativeSelect
              label={t("directory.list.kind")}
              value={kind}
              onChange={({ currentTarget: { value } }) => {
                setKind(kinds.find((one) => one === value) ?? "");
                setRegion("");
              }}
              data={[
                { value: "", label: t("directory.list.everyKind") },
                ...kinds.map((value) => ({ value, label: t(`case.referrals.kinds.${value}`) })),
              ]}
            />
            <NativeSelect
              label={t("directory.list.region")}
              value={region}
              onChange={({ currentTarget: { value } }) => setRegion(value)}
              data={[{ value: "", label: t("directory.list.everyRegion") }, ...regions]}
            />
          </div>
          {data.services.length === 0 ? (
            <p className={classes.hint}>{t("directory.list.noneHere")}</p>
          ) : (
            <Services services={data.services} />
          )}
          {data.services.length >= most && (
            <p className={classes.hint}>{t("directory.list.most", { count: most })}</p>
          )}
        </>
      )}
    </section>
  );
}

function Services({ services }: { services: readonly Service[] }) {
  const { t } = useTranslation("desk");
  const now = useServerClock().now();
  return (
    <table className={tables.list}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {t(`directory.list.columns.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {services.map((service) => (
          <tr key={service.id}>
            <th scope="row">
              {service.name}
              <span>{t(`case.referrals.kinds.${service.kind}`)}</span>
            </th>
            <td>
              {service.commune}
              <span>{[service.region, service.address].filter(Boolean).join(" · ")}</span>
            </td>
            <td className="liss-tabular">{service.phone}</td>
            <td>{service.hours}</td>
            <td>
              {dateInWords(service.verifiedOn)}
              {isOldNews(service.verifiedOn, now) && <span>{t("directory.list.old")}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
