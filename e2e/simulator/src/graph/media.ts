import express, { type RequestHandler, type Router } from "express";
import { findMedia, keepMedia, mediaByLink, renewLink } from "../media/store.ts";
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
    if (!media) return next();
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

/** The address a media answer points to: needs the bearer token, and works for 5 minutes. */
export function downloadRouter(world: World, allowed: RequestHandler): Router {
  const router = express.Router();
  router.get("/whatsapp_business/attachments", allowed, (req, res) => {
    const media = mediaByLink(world, String(req.query.mid), String(req.query.ext));
    if (!media) return res.status(404).type("text/plain").send("Not found");
    res.type(media.mimeType).send(media.bytes);
  });
  return router;
}
