import express, { type Response as Answer, type RequestHandler, type Router } from "express";
import { strike } from "../faults/active.ts";
import type { FaultOf } from "../faults/fault.ts";
import { findMedia, keepMedia, mediaByLink, renewLink, type StoredMedia } from "../media/store.ts";
import type { World } from "../world/world.ts";
import { refuse } from "./answer.ts";
import { graphRefusal, refusal, unknownObject } from "./errors.ts";

const mb = 2 ** 20;

/** What may be uploaded and how big. Source: whatsapp-cloud-api.md §4. */
const uploadLimits: readonly (readonly [RegExp, number])[] = [
  [/^image\/(jpeg|png)$/, 5 * mb],
  [/^audio\/(aac|amr|mpeg|mp4|ogg)$/, 16 * mb],
  [/^video\/(mp4|3gpp)$/, 16 * mb],
  [/^image\/webp$/, 500 * 1024],
  [
    /^(text\/plain|application\/pdf|application\/msword|application\/vnd\.(ms-\w+|openxmlformats-officedocument\.[\w.]+))$/,
    100 * mb,
  ],
];

/** `POST /{pnid}/media`, `GET /{media id}` and `DELETE /{media id}`. */
export function mediaRouter(world: World, allowed: RequestHandler, known: RequestHandler): Router {
  const router = express.Router();

  const anyBody = express.raw({ type: () => true, limit: "101mb" });
  router.post("/:version/:id/media", allowed, known, anyBody, async (req, res) => {
    const form = await new Response(new Uint8Array(req.body as Buffer), {
      headers: { "content-type": req.get("content-type") ?? "" },
    })
      .formData()
      .catch(() => undefined);
    if (!form) return refuse(res, graphRefusal(100, "(#100) The request body could not be parsed."));
    if (form.get("messaging_product") !== "whatsapp") {
      return refuse(res, graphRefusal(100, "(#100) The parameter messaging_product is required."));
    }
    const file = form.get("file");
    if (!file || typeof file === "string") return refuse(res, refusal(131008, "Parameter file is required."));
    const declared = form.get("type");
    const mimeType = (typeof declared === "string" && declared ? declared : file.type).toLowerCase();
    const limit = uploadLimits.find(([type]) => type.test(mimeType.split(";")[0]?.trim() ?? ""))?.[1];
    if (limit === undefined) {
      return refuse(
        res,
        refusal(100, `Param file must be a file of a supported type. Received file of type '${mimeType}'.`),
      );
    }
    if (file.size > limit) return refuse(res, refusal(131053, `Param file must be at most ${limit} bytes.`));
    const bytes = Buffer.from(await file.arrayBuffer());
    res.json({ id: keepMedia(world, { bytes, mimeType, filename: file.name, from: "upload" }).id });
  });

  router.get("/:version/:id", allowed, (req, res, next) => {
    const media = findMedia(world, String(req.params.id));
    if (!media || troubled(world, "unknown")) return next();
    const owner = req.query.phone_number_id;
    if (owner !== undefined && owner !== world.line.phoneNumberId)
      return refuse(res, unknownObject("GET", media.id));
    const key = renewLink(world, media);
    res.json({
      messaging_product: "whatsapp",
      url: `${req.protocol}://${req.get("host")}/whatsapp_business/attachments/?mid=${media.id}&ext=${key}`,
      mime_type: media.mimeType,
      sha256: Buffer.from(media.sha256, "base64").toString("hex"),
      file_size: String(media.bytes.length),
      id: media.id,
    });
  });

  router.delete("/:version/:id", allowed, (req, res, next) => {
    if (!world.media.delete(String(req.params.id))) return next();
    res.json({ success: true });
  });

  return router;
}

/** What the fault asks for, if it is one of these. */
function troubled<T extends Trouble>(world: World, ...wanted: T[]): T | undefined {
  const active = world.faults.find(({ request }) => request.kind === "file-trouble")?.request;
  const trouble = active?.kind === "file-trouble" ? active.trouble : undefined;
  const found = wanted.find((one) => one === trouble);
  if (found !== undefined) strike(world, "file-trouble");
  return found;
}
type Trouble = FaultOf<"file-trouble">["trouble"];

/** Nobody listens there: an address that no token, and no request, should ever reach. */
const elsewhere = "http://127.0.0.1:9/taken-away";

/**
 * The address a media answer points to: needs the bearer token, and works for 5 minutes. A redirect leads to a second
 * one that needs none, and refuses whoever brings it along.
 */
export function downloadRouter(world: World, allowed: RequestHandler): Router {
  const router = express.Router();
  const asked = (query: Record<string, unknown>) => mediaByLink(world, String(query.mid), String(query.ext));

  router.get("/whatsapp_business/attachments", allowed, (req, res) => {
    const media = asked(req.query);
    const trouble = media && troubled(world, ...downloadTroubles);
    if (!media || trouble === "address-gone") return res.status(404).type("text/plain").send("Not found");
    const { mid, ext } = req.query;
    if (trouble === "redirected") return res.redirect(302, `/whatsapp_business/cdn?mid=${mid}&ext=${ext}`);
    if (trouble === "redirected-away") return res.redirect(302, elsewhere);
    if (trouble === "server-error") return res.status(503).type("text/plain").send("Try again later");
    deliver(res, media, trouble);
  });
  router.get("/whatsapp_business/cdn", (req, res) => {
    if (req.get("authorization") !== undefined)
      return res.status(400).type("text/plain").send("No token here");
    const media = asked(req.query);
    if (!media) return res.status(404).type("text/plain").send("Not found");
    res.type(media.mimeType).send(media.bytes);
  });
  return router;
}

const downloadTroubles = [
  "address-gone",
  "altered",
  "broken-off",
  "larger-than-said",
  "redirected",
  "redirected-away",
  "server-error",
] as const satisfies Trouble[];

const padding = Buffer.alloc(2 ** 20);

function deliver(res: Answer, { mimeType, bytes }: StoredMedia, trouble: Trouble | undefined): void {
  res.type(mimeType);
  if (trouble === "broken-off") {
    res.set("content-length", String(bytes.length + 1));
    res.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => res.destroy());
  } else if (trouble === "altered") {
    res.send(Buffer.concat([bytes.subarray(0, -1), Buffer.of((bytes.at(-1) ?? 0) ^ 1)]));
  } else if (trouble === "larger-than-said") {
    res.write(bytes);
    const more = () => {
      while (!res.destroyed && res.write(padding));
      if (!res.destroyed) res.once("drain", more);
    };
    more();
  } else res.send(bytes);
}
