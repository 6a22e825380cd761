{{/* Not empty where Envoys have no services beside them. */}}
{{- define "modeenvoy.sharesServices" -}}
{{- if or .Values.injection.enabled .Values.gateways.provision }}true{{ end -}}
{{- end -}}

{{/* What the control plane makes the Envoys of Gateways of: its file of --gateway-proxies. */}}
{{- define "modeenvoy.gatewayProxies" -}}
{{- if .Values.controlPlane.grants -}}
{{- fail "gateways.provision: true with controlPlane.grants (expected: one of them; with a list of grants no certificate says itself whose it is)" -}}
{{- end -}}
{{- $edge := .Values.edgeDefaults -}}
server: {{ include "modeenvoy.controlPlaneAddress" . }}
services: {{ include "modeenvoy.injectionServicesAddress" . }}
image: {{ include "modeenvoy.image" (dict "root" . "image" $edge.envoy.image "default" "") }}
program: {{ include "modeenvoy.image" (dict "root" . "image" .Values.image "default" .Chart.AppVersion) }}
pullPolicy: {{ $edge.envoy.image.pullPolicy }}
{{- with .Values.imagePullSecrets }}
pullSecrets: [{{ range $index, $secret := . }}{{ if $index }}, {{ end }}{{ $secret.name }}{{ end }}]
{{- end }}
probePort: {{ $edge.envoy.probePort }}
logLevel: {{ $edge.envoy.logLevel | quote }}
drain: {{ $edge.drain | toJson }}
tls:
  {{- if eq .Values.tls.mode "managed" }}
  authority: {{ include "modeenvoy.fullname" . }}-authority
  validDays: {{ int .Values.tls.managed.validDays }}
  renewDays: {{ int .Values.tls.managed.renewDays }}
  {{- else }}
  secret: {{ .Values.gateways.tlsSecret }}
  {{- end }}
  trustDomain: {{ .Values.tls.trustDomain }}
{{- $except := list }}
{{- range (include "modeenvoy.edges" . | fromYaml).edges }}
{{- $except = append $except (printf "%s/%s" .gateway.namespace .gateway.name) }}
{{- end }}
except: {{ $except | toJson }}
defaults: {{ .Values.gateways.defaults | toJson }}
podSecurityContext: {{ .Values.podSecurityContext | toJson }}
containerSecurityContext: {{ .Values.containerSecurityContext | toJson }}
{{- if .Values.networkPolicy.enabled }}
networkPolicy:
  {{- with .Values.networkPolicy.metricsFrom }}
  metricsFrom: {{ . | toJson }}
  {{- end }}
  {{- if .Values.networkPolicy.edgeEgress.enabled }}
  egress:
  {{- include "modeenvoy.edgeEgress" . | nindent 2 }}
  {{- end }}
{{- end }}
{{- end -}}
