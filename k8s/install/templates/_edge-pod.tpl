{{/*
A pod of Envoy with its services. The services are a native sidecar: they start before Envoy and end after it, and their preStop hook, which the
kubelet runs when the pod begins to end, lets Envoy finish its calls and then ends it.
*/}}
{{- define "modeenvoy.edgePod" -}}
{{- $edge := .settings -}}
{{- $root := .root -}}
{{- $host := ternary "127.0.0.1" "0.0.0.0" $edge.hostNetwork -}}
serviceAccountName: {{ include "modeenvoy.name" . }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- if $edge.hostNetwork }}
hostNetwork: true
dnsPolicy: ClusterFirstWithHostNet
{{- end }}
terminationGracePeriodSeconds: {{ add $edge.drain.limitSeconds 15 }}
securityContext:
  {{- $security := deepCopy $root.Values.podSecurityContext }}
  {{- if not $edge.hostNetwork }}
  {{- $_ := set $security "sysctls" (append ($security.sysctls | default list) (dict "name" "net.ipv4.ip_unprivileged_port_start" "value" "0")) }}
  {{- end }}
  {{- toYaml $security | nindent 2 }}
{{- include "modeenvoy.scheduling" . | trim | nindent 0 }}
initContainers:
- name: bootstrap
  {{- include "modeenvoy.program" $root | nindent 2 }}
  args:
  - bootstrap
  - --role=edge
  - --server={{ include "modeenvoy.controlPlaneAddress" $root }}
  - --group=gateway/{{ $edge.gateway.namespace }}/{{ $edge.gateway.name }}
  - --node-id=$(POD_NAME)
  - --services=/run/modeenvoy
  - --admin=unix:/run/modeenvoy/envoy-admin.sock   # of Envoy and the services beside it; not even the node's loopback has it
  - --probes={{ $host }}:{{ $edge.envoy.probePort }}
  - --tls-ca=/tls/ca.crt
  - --tls-cert=/tls/tls.crt
  - --tls-key=/tls/tls.key
  - --tls-sds=/etc/envoy
  - --out=/etc/envoy/bootstrap.yaml
  env:
  - name: POD_NAME
    valueFrom: {fieldRef: {fieldPath: metadata.name}}
  resources:
    {{- toYaml $edge.services.resources | nindent 4 }}
  securityContext:
    {{- toYaml $root.Values.containerSecurityContext | nindent 4 }}
  volumeMounts:
  - {name: bootstrap, mountPath: /etc/envoy}
  - {name: tmp, mountPath: /tmp}
- name: services
  restartPolicy: Always
  {{- include "modeenvoy.program" $root | nindent 2 }}
  args:
  - services
  {{- include "modeenvoy.adsArgs" $root | nindent 2 }}
  - --ledger={{ include "modeenvoy.ledgerAddress" $root }}
  - --sockets=/run/modeenvoy
  - --state=/tmp/state
  {{- include "modeenvoy.adminArgs" (dict "root" $root "settings" $edge.services "loopback" $edge.hostNetwork) | nindent 2 }}
  {{- if $edge.services.maxBodyBytes }}
  - --max-body-bytes={{ int $edge.services.maxBodyBytes }}
  {{- end }}
  {{- with $edge.services.extraArgs }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  env:
  {{- include "modeenvoy.env" (dict "settings" $edge.services) | nindent 2 }}
  ports:
  {{- include "modeenvoy.adminPorts" (dict "root" $root "settings" $edge.services) | nindent 2 }}
  {{- include "modeenvoy.probes" (dict "loopback" $edge.hostNetwork) | nindent 2 }}
  lifecycle:
    preStop:
      exec:
        command: [modeenvoy, drain, "--envoy-admin=unix:/run/modeenvoy/envoy-admin.sock", --notice={{ $edge.drain.noticeSeconds }}s, --limit={{ $edge.drain.limitSeconds }}s]
  resources:
    {{- toYaml $edge.services.resources | nindent 4 }}
  securityContext:
    {{- toYaml $root.Values.containerSecurityContext | nindent 4 }}
  volumeMounts:
  - {name: services-tls, mountPath: /tls, readOnly: true}
  - {name: sockets, mountPath: /run/modeenvoy}
  - {name: tmp, mountPath: /tmp}
  {{- include "modeenvoy.adminMount" $root | nindent 2 }}
containers:
- name: envoy
  image: {{ include "modeenvoy.image" (dict "root" $root "image" $edge.envoy.image "default" "") }}
  imagePullPolicy: {{ $edge.envoy.image.pullPolicy }}
  command: [envoy]
  args:
  - --config-path
  - /etc/envoy/bootstrap.yaml
  - --log-level
  - {{ $edge.envoy.logLevel }}
  - --disable-hot-restart
  - --drain-time-s
  - {{ $edge.drain.limitSeconds | quote }}
  {{- if $edge.envoy.concurrency }}
  - --concurrency
  - {{ $edge.envoy.concurrency | quote }}
  {{- end }}
  {{- with $edge.envoy.extraArgs }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- with $edge.envoy.env }}
  env:
  {{- toYaml . | nindent 2 }}
  {{- end }}
  ports:
  {{- range $edge.ports }}
  - {name: {{ .name }}, containerPort: {{ .port }}}
  {{- end }}
  - {name: probes, containerPort: {{ $edge.envoy.probePort }}}
  # No liveness probe: it opens no port before its first configuration, and a control plane that is away must not have it restarted.
  readinessProbe:
    httpGet: {path: /ready, port: probes{{ if $edge.hostNetwork }}, host: 127.0.0.1{{ end }}}
    periodSeconds: 2
    timeoutSeconds: 2
  lifecycle:
    preStop: {sleep: {seconds: {{ $edge.drain.limitSeconds }}}}   # at the longest: the services end it when its calls have ended
  resources:
    {{- toYaml $edge.envoy.resources | nindent 4 }}
  securityContext:
    {{- toYaml $root.Values.containerSecurityContext | nindent 4 }}
  volumeMounts:
  - {name: tls, mountPath: /tls, readOnly: true}
  - {name: bootstrap, mountPath: /etc/envoy, readOnly: true}
  - {name: sockets, mountPath: /run/modeenvoy}
volumes:
{{ include "modeenvoy.tlsVolume" (merge (dict "volume" "tls") .) }}
{{ include "modeenvoy.tlsVolume" (dict "root" $root "component" "services" "volume" "services-tls") }}
- name: bootstrap
  emptyDir: {}
- name: sockets
  emptyDir: {medium: Memory}
- name: tmp
  emptyDir: {}
{{- include "modeenvoy.adminVolume" $root | nindent 0 }}
{{- end -}}
