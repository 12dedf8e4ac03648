import express, { type Request, type Response, type Router } from "express";
import { z } from "zod";
import { faultView, inject, withdraw } from "../faults/active.ts";
import { FaultRequest } from "../faults/fault.ts";
import { setChatOpen, setOnline } from "../handset/receive.ts";
import { write } from "../handset/write.ts";
import { Written } from "../handset/written.ts";
import { findMedia } from "../media/store.ts";
import type { PhoneWithConversation } from "../view.ts";
import type { Courier } from "../webhook/courier.ts";
import type { Handshake } from "../webhook/handshake.ts";
import { addPhone, viewOf } from "../world/phone.ts";
import { changed, type Phone, type World } from "../world/world.ts";
import { changeIdentity, IdentityChange } from "./identity.ts";

export type ControlOptions = {
  world: World;
  courier: Courier;
  verify: () => Promise<Handshake>;
  reset: () => void;
};

const NewPhone = z.object({
  name: z.string().min(1).max(60).optional(),
  id: z
    .string()
    .regex(/^\d{8,15}$/)
    .optional(),
  username: z
    .string()
    .regex(/^[\w.]{3,35}$/)
    .optional(),
  shown: z.boolean().optional(),
});
const PhoneChange = z.object({
  online: z.boolean().optional(),
  chatOpen: z.boolean().optional(),
  shown: z.boolean().optional(),
});
const LineChange = z.object({
  status: z.enum(["CONNECTED", "FLAGGED", "RESTRICTED", "DISCONNECTED"]).exactOptional(),
  quality: z.enum(["GREEN", "YELLOW", "RED"]).exactOptional(),
  canSendMessage: z.enum(["AVAILABLE", "LIMITED", "BLOCKED"]).exactOptional(),
});
const RawWebhook = z.object({ body: z.looseObject({}) });

/** `/control`: drives the phones and the faults. For people, tests and journeys; never part of the Cloud API. */
export function controlRouter({ world, courier, verify, reset }: ControlOptions): Router {
  const router = express.Router();
  router.use(express.json({ limit: "25mb" }));

  router.get("/phones", (_req, res) => {
    res.json({ phones: [...world.phones.values()].map(viewOf) });
  });
  router.post("/phones", (req, res) => {
    const wanted = valid(NewPhone, req, res);
    if (!wanted) return;
    const phone = addPhone(world, wanted);
    if (!phone) return problem(res, 409, "That number exists already, or there are too many phones.");
    res.status(201).json({ phone: viewOf(phone) });
  });
  router.get("/phones/:id", (req, res) => {
    const phone = phoneOf(world, req, res);
    if (phone) res.json({ phone: conversationOf(phone) });
  });
  router.patch("/phones/:id", (req, res) => {
    const phone = phoneOf(world, req, res);
    const change = phone && valid(PhoneChange, req, res);
    if (!phone || !change) return;
    if (change.shown !== undefined) show(world, phone, change.shown);
    if (change.chatOpen !== undefined) setChatOpen(world, courier, phone, change.chatOpen);
    if (change.online !== undefined) setOnline(world, courier, phone, change.online);
    res.json({ phone: viewOf(phone) });
  });
  router.post("/phones/:id/messages", (req, res) => {
    const phone = phoneOf(world, req, res);
    const written = phone && valid(Written, req, res);
    if (!phone || !written) return;
    const message = write(world, courier, phone, written);
    if (typeof message === "string") return problem(res, 409, message);
    res.status(201).json({ message });
  });

  router.post("/phones/:id/identity", (req, res) => {
    const phone = phoneOf(world, req, res);
    const change = phone && valid(IdentityChange, req, res);
    if (!phone || !change) return;
    if (!changeIdentity(world, courier, phone, change)) {
      return problem(res, 409, "Somebody else has that number.");
    }
    res.json({ phone: viewOf(phone) });
  });

  router.get("/line", (_req, res) => {
    res.json(world.health);
  });
  router.patch("/line", (req, res) => {
    const change = valid(LineChange, req, res);
    if (!change) return;
    world.health = { ...world.health, ...change };
    res.json(world.health);
  });

  router.get("/faults", (_req, res) => {
    res.json({ faults: world.faults.map(faultView) });
  });
  router.post("/faults", (req, res) => {
    const wanted = valid(FaultRequest, req, res);
    if (!wanted) return;
    if (wanted.phoneId !== null && !world.phones.has(wanted.phoneId))
      return problem(res, 404, "No such phone.");
    const fault = inject(world, wanted);
    if (!fault) return problem(res, 409, "Too many faults are active.");
    res.status(201).json({ fault: faultView(fault) });
  });
  router.delete("/faults", (_req, res) => {
    world.faults.length = 0;
    changed(world, { about: "faults" });
    res.status(204).end();
  });
  router.delete("/faults/:id", (req, res) => {
    if (!withdraw(world, String(req.params.id))) return problem(res, 404, "No such fault.");
    res.status(204).end();
  });

  router.get("/counters", (_req, res) => {
    res.json(world.counters);
  });
  router.get("/accepted", (req, res) => {
    const { callbackData, phoneId } = req.query;
    const matching = [...world.accepted.values()].filter(
      (one) =>
        (callbackData === undefined || one.callbackData === callbackData) &&
        (phoneId === undefined || one.phoneId === phoneId),
    );
    res.json({ accepted: matching });
  });
  router.get("/media/:id", (req, res) => {
    const media = findMedia(world, String(req.params.id));
    if (!media) return problem(res, 404, "No such file.");
    // A file of anybody's choosing on the page's own origin: shown, never run.
    res.set("content-security-policy", "sandbox; default-src 'none'").type(media.mimeType).send(media.bytes);
  });

  router.post("/verify", async (_req, res) => {
    res.json(await verify());
  });
  router.post("/webhooks", (req, res) => {
    const raw = valid(RawWebhook, req, res);
    if (!raw) return;
    courier.post(raw.body, "raw");
    res.status(202).json({});
  });
  router.post("/webhooks/retry-now", (_req, res) => {
    res.json({ retried: courier.retryNow() });
  });
  router.post("/reset", (_req, res) => {
    reset();
    res.status(204).end();
  });
  router.use((_req, res) => problem(res, 404, "No such thing to control."));
  return router;
}

export function conversationOf(phone: Phone): PhoneWithConversation {
  return { ...viewOf(phone), conversation: phone.conversation };
}

function show(world: World, phone: Phone, shown: boolean): void {
  phone.shown = shown;
  changed(world, { about: "phones" });
  if (shown) changed(world, { about: "conversation", phoneId: phone.id });
}

function phoneOf(world: World, req: Request, res: Response): Phone | undefined {
  const phone = world.phones.get(String(req.params.id).replace(/^\+/, ""));
  if (!phone) problem(res, 404, "No such phone.");
  return phone;
}

/** The body as the shape says, or undefined after answering 400. */
function valid<S extends z.ZodType>(shape: S, req: Request, res: Response): z.infer<S> | undefined {
  const parsed = shape.safeParse(req.body ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  problem(res, 400, `${issue?.path.join(".") || "body"}: ${issue?.message}`);
  return undefined;
}

function problem(res: Response, status: number, detail: string): void {
  res.status(status).type("application/problem+json").send(JSON.stringify({ status, detail }));
}
