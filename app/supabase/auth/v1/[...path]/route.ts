import { handleEmbeddedAuth } from "@/lib/auth/embedded/handler";

export const dynamic = "force-dynamic";

export {
  handleEmbeddedAuth as DELETE,
  handleEmbeddedAuth as GET,
  handleEmbeddedAuth as HEAD,
  handleEmbeddedAuth as PATCH,
  handleEmbeddedAuth as POST,
  handleEmbeddedAuth as PUT,
};
